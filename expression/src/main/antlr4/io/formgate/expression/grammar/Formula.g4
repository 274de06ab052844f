// Formulas as users, specs and other tools write them. Semantics: docs/expression-semantics.md.
grammar Formula;

formula
  : expression EOF
  ;

formulas
  : definition+ EOF
  ;

definition
  : NAME EQUALS expression
  ;

expression
  : OPEN expression CLOSE                                   # group
  | NAME OPEN expression (COMMA expression)* CLOSE          # call
  | <assoc = right> expression POWER expression             # power
  | MINUS expression                                        # minus
  | PLUS expression                                         # plus
  | expression op = (TIMES | OVER) expression               # product
  | expression op = (PLUS | MINUS) expression               # sum
  | NUMBER                                                  # number
  | NAME                                                    # variable
  ;

OPEN : '(' ;
CLOSE : ')' ;
COMMA : ',' ;
EQUALS : '=' ;
POWER : '^' | '**' ;
TIMES : '*' ;
OVER : '/' ;
PLUS : '+' ;
MINUS : '-' ;
NUMBER : (DIGIT+ ('.' DIGIT*)? | '.' DIGIT+) ([eE] [+-]? DIGIT+)? ;
NAME : [\p{L}_] [\p{L}\p{N}_]* ;
SPACE : [ \t\r\n]+ -> skip ;
COMMENT : ('//' | '#') ~[\r\n]* -> skip ;
OTHER : . ;
fragment DIGIT : [0-9] ;
